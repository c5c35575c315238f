package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.radio.AirLoop;
import dev.lanyard.wire.nan.Nan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Services without a cluster (USD). A burst of 5 to 10 announcements or questions goes out on a channel, one every 100
 * TU; then the device stays there as long again, and goes to the next channel of the service. It answers at once,
 * whatever it is at. A message of somebody makes it pause, so that it is there for the next one. Count and default channel
 * are those of hostap; the intervals are ours (unchecked).
 */
final class Unsynchronised {

    private static final Duration INTERVAL = Nan.tu(100);
    private static final int FEWEST = 5;
    private static final int MOST = 10;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Station station;
    private final Synchronisation synchronisation;
    private final Discoveries discoveries;
    private final Map<Integer, Service> services = new LinkedHashMap<>();

    /** One of them. */
    private static final class Service {
        private final Discoveries.Active active;
        private final Usd usd;
        private UsdState state = UsdState.TABLE.start();
        private AirLoop.Timer timer = () -> { };
        private int bursts;
        private int left;

        Service(Discoveries.Active active, Usd usd) {
            this.active = active;
            this.usd = usd;
        }

        boolean take(UsdState.Event event) {
            Optional<UsdState> next = UsdState.TABLE.next(state, event);
            next.ifPresent(reached -> state = reached);
            return next.isPresent();
        }
    }

    Unsynchronised(Station station, Synchronisation synchronisation, Discoveries discoveries) {
        this.station = station;
        this.synchronisation = synchronisation;
        this.discoveries = discoveries;
    }

    /**
     * The services of the device have changed. It is outside of clusters while all of them are of this kind; with the
     * first other one it looks for a cluster, and those without rest as long as it is in it: it has one radio.
     */
    void settle() {
        boolean clustered = discoveries.all().stream().anyMatch(one -> one.service.usd().isEmpty());
        if (clustered && station.isOutside()) {
            List.copyOf(services.keySet()).forEach(this::end);
            synchronisation.start();
        } else if (!clustered && !discoveries.all().isEmpty()) {
            synchronisation.leave();
            List.copyOf(services.keySet()).stream().filter(id -> discoveries.active(id).isEmpty()).forEach(this::end);
            discoveries.all().stream().filter(one -> !services.containsKey(one.id)).forEach(this::begin);
        } else if (discoveries.all().isEmpty()) {
            List.copyOf(services.keySet()).forEach(this::end);
        }
    }

    private void begin(Discoveries.Active active) {
        Service service = new Service(active, active.service.usd().orElseThrow());
        services.put(active.id, service);
        station.radio.tune(service.usd.channels().getFirst());
        if (active.service.unsolicited()) {
            service.take(UsdState.Event.BEGIN_SENDING);
            burst(service);
        } else {
            service.take(UsdState.Event.BEGIN_LISTENING);
        }
    }

    private void burst(Service service) {
        int channel = service.bursts++ % service.usd.channels().size();
        station.radio.tune(service.usd.channels().get(channel));
        int count = station.seam.breaks("NAN-USD-02") ? 1 : FEWEST + station.random.nextInt(MOST - FEWEST + 1);
        service.left = count;
        send(service, count);
    }

    private void send(Service service, int count) {
        if (service.state != UsdState.SENDING) {
            return;
        }
        if (service.left-- > 0) {
            discoveries.announce(service.active);
            service.timer = station.after(INTERVAL, () -> send(service, count));
        } else if (service.take(UsdState.Event.BURST_OVER)) {
            service.timer = station.after(INTERVAL.multipliedBy(count == 1 ? MOST : count), () -> {
                if (service.take(UsdState.Event.DWELL_OVER)) {
                    burst(service);
                }
            });
        }
    }

    /** Somebody has sent a message to a service. */
    void heard(int id) {
        Service service = services.get(id);
        if (service != null && service.active.service.unsolicited() && service.take(UsdState.Event.MESSAGE)) {
            service.timer.cancel();
            service.timer = station.after(PAUSE, () -> {
                if (service.take(UsdState.Event.PAUSE_OVER)) {
                    burst(service);
                }
            });
        }
    }

    private void end(int id) {
        Service service = services.remove(id);
        if (service != null) {
            service.timer.cancel();
            service.take(UsdState.Event.END);
        }
    }
}
