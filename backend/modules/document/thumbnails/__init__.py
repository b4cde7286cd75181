"""Thumbnails: a job draws small pictures of images and PDFs, for lists of documents."""
