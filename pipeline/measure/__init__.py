"""How good an extractor is: gold sets read into one form, agreement counted, figures with intervals and floors."""
