"""A filled sheet on paper: one layout and one painter for preview, printer and PDF."""
