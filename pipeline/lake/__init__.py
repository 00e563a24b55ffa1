"""The lake: nights of sealed Parquet files, the form of refused rows, and which extractor serves."""
