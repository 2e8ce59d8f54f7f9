"""Who looks: the viewer, the units in the viewer's scope, and what that scope leaves of a frame."""

from analytics.access.viewer import Viewer

__all__ = ["Viewer"]
