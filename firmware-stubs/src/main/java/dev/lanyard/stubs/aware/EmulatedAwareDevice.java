package dev.lanyard.stubs.aware;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.aware.AwareEvent;
import dev.lanyard.drivers.aware.AwareSeam;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.NanSettings;
import dev.lanyard.drivers.aware.NanStack;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.drivers.radio.Radio;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.net.MacAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an emulated Wi-Fi Aware device does, on whatever radio it is started: on a virtual air, or on a real one.
 *
 * @param spec   {@code emulated:aware-pin+NAN-DCEA-01}
 * @param faults the rules that it breaks
 */
public record EmulatedAwareDevice(AccessorySpec spec, AwareModel model, List<String> faults) {

    private static final Pattern REST = Pattern.compile("aware-(?<model>[a-z]+)(?<faults>(?:\\"
            + AccessorySpec.VARIANT + "[^+]*)*)");
    private static final long NMI = 0x0200_5E00_5300L;
    /** The same as nobody may choose it himself. */
    private static final long UNIVERSAL = 0x0000_5E00_5300L;
    /** What makes a data interface address of a management interface address. */
    static final long NDI = 0x0400_0000_0000L;
    /** How many addresses there are for starts and devices. */
    private static final int ADDRESSES = 64;
    private static final int TRUNCATED = 8;
    private static final String NEW_INFO = "info ";
    private static final String STOP = "stop";
    private static final int PREFERENCE = 130;

    public EmulatedAwareDevice {
        faults = List.copyOf(faults);
    }

    /** Whether a spec of the scheme {@code emulated} names one. */
    public static boolean names(AccessorySpec spec) {
        return spec.rest().startsWith("aware");
    }

    /** A line of help. */
    public static String usage() {
        return Arrays.stream(AwareModel.values()).map(model -> "emulated:" + model.rest())
                .collect(Collectors.joining(", ")) + ": Wi-Fi Aware devices on a virtual air";
    }

    /**
     * The device that {@code spec} names.
     *
     * @throws IllegalArgumentException when there is none, or it has no such fault
     */
    public static EmulatedAwareDevice of(AccessorySpec spec) {
        Matcher matcher = REST.matcher(spec.rest());
        Optional<AwareModel> model = matcher.matches() ? Arrays.stream(AwareModel.values())
                .filter(one -> one.rest().equals("aware-" + matcher.group("model"))).findFirst() : Optional.empty();
        if (model.isEmpty()) {
            throw new IllegalArgumentException("\"" + spec + "\" is no emulated Wi-Fi Aware device; there are "
                    + usage());
        }
        String faults = matcher.group("faults");
        List<String> named = faults.isEmpty() ? List.of()
                : List.of(faults.substring(1).split("\\" + AccessorySpec.VARIANT, -1));
        AwareFaults.check(named);
        return new EmulatedAwareDevice(spec, model.get(), named);
    }

    /** What it shows, and what is typed on it. */
    public String pin() {
        return AwareModel.DIGITS;
    }

    /**
     * Switches one on.
     *
     * @param radio    where it is; the stack closes it in the end
     * @param number   makes its addresses: another one for each device and each start
     * @param pairings the file where it keeps its pairings; without one they last as long as its power
     */
    public NanStack start(Radio radio, int number, Optional<Path> pairings) {
        return start(radio, number, pairings, _ -> { });
    }

    /** As {@link #start(Radio, int, Optional)}; {@code told} hears of everything, on the loop of the radio. */
    public NanStack start(Radio radio, int number, Optional<Path> pairings, Consumer<AwareEvent> told) {
        AwareSeam seam = AwareFaults.seam(faults);
        MacAddress nmi = new MacAddress((seam.breaks("NAN-ATTR-10") ? UNIVERSAL : NMI) + Math.floorMod(number, ADDRESSES));
        NanSettings usual = NanSettings.of("Lanyard Accessory", nmi, new MacAddress(nmi.value() | NDI),
                spec.hashCode() + number + 1L).withMasterPreference(PREFERENCE).withPin(Password.of(AwareModel.DIGITS));
        NanStack device = new NanStack(radio, pairings.map(usual::withStore).orElse(usual), seam);
        device.onEvent(event -> {
            react(device, event, seam, radio);
            told.accept(event);
        });
        if (model.publishes()) {
            device.publish(AwareFaults.service(faults, model.service()));
        } else {
            device.subscribe(AwareFaults.service(faults, model.service()));
        }
        return device;
    }

    private void react(NanStack device, AwareEvent event, AwareSeam seam, Radio radio) {
        switch (event) {
            case AwareEvent.DataPathOpened opened -> AwareNetwork.behind(opened.path(), radio.loop(), seam);
            case AwareEvent.FollowUp said -> {
                device.send(said.handle(), said.from(),
                        seam.breaks("NAN-SDF-12") ? said.message().truncate(TRUNCATED) : said.message());
                obey(device, said);
                if (model == AwareModel.USD && said.message().equals(AwareModel.SYNCHRONISE)) {
                    device.cancel(said.handle());
                    device.publish(AwareFaults.service(faults, AwareModel.synchronised()));
                }
            }
            case AwareEvent.Discovered found when model == AwareModel.SEEKER ->
                    device.send(found.handle(), found.service(), AwareModel.GREETING);
            case AwareEvent.Discovered found when !model.publishes() && !found.service().known() ->
                    meet(device, found.handle(), found.service(), seam);
            case AwareEvent.Paired paired when !model.publishes() && paired.outcome().done() ->
                    device.beginDataPath(paired.handle(), paired.with());
            default -> { }
        }
    }

    /** A subscriber asks for bootstrapping, and pairs. */
    private static void meet(NanStack device, int handle, AwareService.Found found, AwareSeam seam) {
        Runnable pairing = () -> device.beginPairing(handle, found, Password.of(AwareModel.DIGITS));
        if (seam.breaks("NAN-PAIR-22")) {
            pairing.run();
            return;
        }
        // The right role is the complement of what the publisher shows: the one who types.
        device.ask(handle, found, seam.breaks("NAN-NPBA-03") ? BootstrappingMethod.PIN_DISPLAY
                : BootstrappingMethod.PIN_KEYPAD, pairing);
    }

    /** What a message may tell it to do. */
    private static void obey(NanStack device, AwareEvent.FollowUp said) {
        String text = new String(said.message().toArray(), StandardCharsets.UTF_8);
        if (text.startsWith(NEW_INFO)) {
            device.update(said.handle(), said.message().from(NEW_INFO.length()));
        } else if (text.equals(STOP)) {
            device.cancel(said.handle());
        }
    }
}
