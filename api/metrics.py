"""What Prometheus reads: requests by route and status, and the catalogue in memory. One registry per application."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """Routes are named by their pattern, never by the address asked for."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Histogram(
            "yikan_http_request_seconds",
            "Time to answer a request.",
            ("method", "route", "status"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.services = Gauge("yikan_services", "Services in force.", registry=self.registry)
        self.stamp = Gauge("yikan_catalogue_stamp", "Stamp of the catalogue in memory.", registry=self.registry)

    def text(self) -> bytes:
        return generate_latest(self.registry)
