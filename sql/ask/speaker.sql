FROM entities WHERE entity_id = $entity
