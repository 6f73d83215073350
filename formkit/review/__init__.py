"""The review page: what a person sees and presses. It knows the store's protocols and the pipeline, and no SQL."""
