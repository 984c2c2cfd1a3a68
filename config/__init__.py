"""How the rooms are put together: settings, addresses, requests, logs, health."""
