"""Reading files in processes of their own: what hangs, eats the memory or crashes costs that file only.

`crew.Crew` deals files out and hands back what was read, in their order; `worker` is what runs in a process; `hand`
is one such process as its master sees it; `job` is one file under way.
"""
