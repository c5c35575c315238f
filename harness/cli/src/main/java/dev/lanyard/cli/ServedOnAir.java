package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.aware.AwareEvent;
import dev.lanyard.drivers.aware.NanStack;
import dev.lanyard.drivers.radio.MonitorRadio;
import dev.lanyard.stubs.aware.EmulatedAwareDevice;
import dev.lanyard.wire.Bytes;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** An emulated Wi-Fi Aware device on a radio of this machine; says in a line what happens to it. */
final class ServedOnAir implements MonitorRadio.Observer {

    private static final String MONITOR = "monitor";

    private final EmulatedAwareDevice device;
    private final AccessorySpec radio;
    private final PrintWriter out;
    private String lastTrouble = "";

    ServedOnAir(EmulatedAwareDevice device, AccessorySpec radio, PrintWriter out) {
        if (!radio.scheme().equals(MONITOR) || !radio.rest().matches("[^,/\\s]{1,15}")) {
            throw new IllegalArgumentException("\"" + radio + "\" is no radio to serve on; there is monitor:INTERFACE "
                    + "(monitor:mon0)");
        }
        this.device = device;
        this.radio = radio;
        this.out = out;
    }

    /** Until the process is told to end; the device goes with it. */
    void run() throws IOException, InterruptedException {
        MonitorRadio opened = MonitorRadio.open(radio.rest(), this);
        try (NanStack _ = device.start(opened, new SecureRandom().nextInt(), Optional.empty(), this::told)) {
            say("Serving " + device.spec() + " on " + radio + ", PIN " + device.pin());
            new CountDownLatch(1).await();
        }
    }

    private void told(AwareEvent event) {
        switch (event) {
            case AwareEvent.Discovered found -> say("found " + found.service().peer());
            case AwareEvent.Bootstrapped asked -> say(asked.with().peer() + " asks for pairing; this end: " + asked.own());
            case AwareEvent.Paired paired -> say((paired.verification() ? "verification by " : "pairing with ")
                    + paired.with().peer() + ": " + paired.outcome().text());
            case AwareEvent.FollowUp message -> say("a message of " + message.message().length() + " octets from "
                    + message.from().peer());
            case AwareEvent.DataPathOpened opened -> say("data path " + opened.path().id() + " is open, "
                    + (opened.path().secured() ? "secured" : "not secured"));
            case AwareEvent.DataPathClosed closed -> say("data path " + closed.pathId() + " is closed: " + closed.why());
        }
    }

    @Override
    public void frame(boolean received, int frequency, int signal, Bytes octets) {
        // The device keeps no evidence; whoever tests it does.
        return;
    }

    @Override
    public void trouble(String text) {
        if (!text.equals(lastTrouble)) {
            lastTrouble = text;
            say("the radio: " + text);
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
