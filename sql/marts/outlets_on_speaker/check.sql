-- the quote types add up to the claims
FROM outlets_on_speaker
WHERE direct + mixed + indirect <> claims
