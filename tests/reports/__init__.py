"""Tables, documents and their renderers."""
