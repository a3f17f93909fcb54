// TandemValidation: see ARCHITECTURE.md
