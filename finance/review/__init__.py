"""Above the rows: adjustments, actions, analyses, the bridge, changes, the trail."""
