"""Tests of the booking of demos."""
