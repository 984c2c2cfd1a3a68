"""What the kernel adds to the language of templates."""
