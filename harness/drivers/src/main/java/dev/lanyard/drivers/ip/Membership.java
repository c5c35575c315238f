package dev.lanyard.drivers.ip;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/** A hold on a group that the host listens to. */
public final class Membership implements AutoCloseable {

    /** Leaves the group. */
    interface Leave {
        void leave() throws IpException, InterruptedException;
    }

    private final InetAddress group;
    private final Leave leave;
    private final AtomicBoolean closed = new AtomicBoolean();

    Membership(InetAddress group, Leave leave) {
        this.group = group;
        this.leave = leave;
    }

    public InetAddress group() {
        return group;
    }

    /** Leaves the group; on a link that is gone nobody needs to be told. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                leave.leave();
            } catch (IpException e) {
                // The group is left; only the report could not be sent.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
