// TandemMonitoring: see ARCHITECTURE.md
