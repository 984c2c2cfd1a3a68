"""Cells that people type in: what was typed, whether it may be stored, what came of it.

Used by every room that has a grid. A room gives a Store (see `cells`) that knows its
own tables; typing, pasting, conflicts, the trail and replayed queues are dealt with
here.
"""
