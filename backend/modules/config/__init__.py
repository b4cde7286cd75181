"""What an app must know about this deployment: its rules, limits and features.

Not to be confused with backend.core.config, the settings of the operator. Only what is
named here becomes public.
"""
