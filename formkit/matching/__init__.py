"""Which person a document belongs to: a pure decision over identities."""
