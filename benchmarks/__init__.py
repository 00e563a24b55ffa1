"""What ``make bench`` measures: costs as ratios of two sides in one run."""
