package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbWatch;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.yaml.Defects;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Prints who comes and goes, and keeps those that came for whoever wants to test them.
 *
 * <p>What happens to an accessory while it is tested is the test's own doing: a reset makes it leave, and a USB/IP
 * server hides a device that is imported. Such comings and goings are neither shown nor kept.
 */
final class Arrivals implements UsbWatch.Listener, AutoCloseable {

    /** Forms of output. */
    enum Format { TEXT, JSON }

    /** How long after a test a device may come back because of it. */
    private static final Duration RETURN = Duration.ofSeconds(5);

    private final AccessoryProvider provider;
    private final String where;
    private final List<Profile> profiles;
    private final Format format;
    private final PrintWriter out;
    private final BlockingQueue<AccessorySpec> arrived = new LinkedBlockingQueue<>();
    private final Set<AccessorySpec> tested = new HashSet<>();
    private final Map<AccessorySpec, Long> awayUntil = new LinkedHashMap<>();
    private Optional<UsbWatch> watch = Optional.empty();
    private boolean closed;

    Arrivals(AccessoryProvider provider, String where, Path profilesFolder, Format format, PrintWriter out) {
        this.provider = provider;
        this.where = where;
        this.format = format;
        this.out = out;
        // A profile with a mistake in it is named by the command that uses it.
        profiles = Profiles.all(profilesFolder, new Defects()).stream().map(Profiles.Filed::profile).toList();
    }

    /** Is told by {@code watch}, which is closed with this. */
    synchronized void through(UsbWatch watch) {
        this.watch = Optional.of(watch);
    }

    /** The next that came; empty after {@code wait}. */
    Optional<AccessorySpec> next(Duration wait) throws InterruptedException {
        return Optional.ofNullable(arrived.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Does something to {@code accessory}, and takes what becomes of it meanwhile for its own doing. */
    <R> R whileOurs(AccessorySpec accessory, Callable<R> test) throws IOException, InterruptedException {
        synchronized (this) {
            tested.add(accessory);
        }
        try {
            return test.call();
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            synchronized (this) {
                tested.remove(accessory);
                awayUntil.computeIfPresent(accessory, (of, until) -> System.nanoTime() + RETURN.toNanos());
            }
        }
    }

    @Override
    public synchronized void arrived(UsbDeviceInfo device) {
        AccessorySpec spec = provider.at(where, device.id());
        Long until = awayUntil.remove(spec);
        if (closed || tested.contains(spec) || until != null && until - System.nanoTime() > 0) {
            return;
        }
        tell("arrived", spec, device);
        arrived.add(spec);
    }

    @Override
    public synchronized void left(UsbDeviceInfo device) {
        AccessorySpec spec = provider.at(where, device.id());
        if (tested.contains(spec)) {
            awayUntil.put(spec, Long.MAX_VALUE);
        } else if (!closed) {
            arrived.remove(spec);
            tell("left", spec, device);
        }
    }

    @Override
    public synchronized void failed(UsbException failure) {
        if (format == Format.JSON) {
            line(Map.of("event", "failed", "message", failure.getMessage()));
        } else {
            out.println("cannot look: " + Printable.line(failure.getMessage()));
            out.flush();
        }
    }

    private void tell(String event, AccessorySpec spec, UsbDeviceInfo device) {
        String profile = profiles.stream().filter(one -> fits(one, spec, device)).map(Profile::profile).findFirst()
                .orElse("");
        String speed = device.speed().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " speed";
        if (format == Format.JSON) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("event", event);
            fields.put("time", OffsetDateTime.now().toString());
            fields.put("accessory", spec.toString());
            fields.put("vidPid", device.vidPid());
            fields.put("speed", speed);
            fields.put("profile", profile);
            line(fields);
        } else {
            out.printf("%s  %-7s  %-24s %s, %s%s%n", LocalTime.now().truncatedTo(ChronoUnit.MILLIS), event,
                    Printable.line(spec.toString()), device.vidPid(), speed,
                    profile.isEmpty() ? "" : ", profile " + profile);
            out.flush();
        }
    }

    /** By name, bus path included, or by the ids; the serial number is asked only when it is tested. */
    private static boolean fits(Profile profile, AccessorySpec spec, UsbDeviceInfo device) {
        return profile.accessories().contains(spec.toString())
                || profile.accessories().contains(spec.scheme() + ":" + device.vidPid())
                || profile.identity().filter(identity -> identity.vendorId() == device.idVendor()
                        && identity.productId() == device.idProduct()).isPresent();
    }

    private void line(Map<String, ?> fields) {
        out.println(TerminalJson.LINE.writeValueAsString(fields));
        out.flush();
    }

    @Override
    public synchronized void close() {
        closed = true;
        watch.ifPresent(UsbWatch::close);
    }
}
