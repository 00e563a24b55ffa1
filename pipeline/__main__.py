"""``python -m pipeline`` is ``newsledger``."""

from pipeline.cli import app

if __name__ == "__main__":
    app()
