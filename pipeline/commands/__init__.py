"""Commands of ``newsledger`` by what they are about; ``pipeline.cli`` puts them together."""
