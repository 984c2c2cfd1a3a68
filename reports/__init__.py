"""Reports: what reads several rooms; tables, charts, documents and their renderers."""
