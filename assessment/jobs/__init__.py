"""Long work as rows of the one job table: asked for in the transaction that decides it, done once by a worker."""

from assessment.jobs.registry import Handler, handlers_of, register_handlers
from assessment.jobs.service import JobFailedError, LeaseLostError, RunningJob, enqueue
from assessment.jobs.worker import run_due_jobs, run_worker

__all__ = [
    "Handler",
    "JobFailedError",
    "LeaseLostError",
    "RunningJob",
    "enqueue",
    "handlers_of",
    "register_handlers",
    "run_due_jobs",
    "run_worker",
]
