-- a statement is made more than once, in at least one outlet, and lasts no negative time
FROM repeated_statements
WHERE outlet_count < 1 OR claims < greatest(outlet_count, 2) OR first_night > last_night
