"""The road, step by step: each module reads like one line of docs/architecture.md."""
