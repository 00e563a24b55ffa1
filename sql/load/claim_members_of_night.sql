-- The members of pairs within one night.
CREATE OR REPLACE TEMP TABLE members AS SELECT *, 'tonight' AS part, true AS is_compared FROM claim_prints_of_night;
