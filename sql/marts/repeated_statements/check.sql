-- a statement is in at least one outlet and lasts no negative time
FROM repeated_statements
WHERE outlet_count < 1 OR claims < outlet_count OR first_night > last_night
