"""Running Newsledger on one machine: the demo, and Airflow for one person."""
