"""What tests share: steps, servers, and clocks."""
