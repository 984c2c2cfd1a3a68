"""Renderers: values in, one format out. They know no finance, model or request."""
