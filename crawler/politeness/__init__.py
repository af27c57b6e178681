"""How a host is asked: pace, hours, robots.txt, patience."""
