package dev.lanyard.stubs;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.stubs.aware.EmulatedAwareAccessory;
import dev.lanyard.stubs.aware.EmulatedAwareDevice;
import dev.lanyard.stubs.fault.Defect;
import dev.lanyard.stubs.fault.Faults;
import dev.lanyard.stubs.fault.HostileStrings;
import dev.lanyard.stubs.net.NetworkSettings.Addressing;
import dev.lanyard.stubs.usb.EmulatedDevice;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Accessories made of software: {@code emulated:ecm} and {@code emulated:ncm}; {@code emulated:ncm-3} is another one
 * with addresses and names of its own, for when several are to be at one host. {@code emulated:ncm-dhcp-client} asks the
 * host for its IPv4 address and {@code emulated:ncm-link-local} claims one, where the others have a static one. Faults
 * follow, each after a plus sign: {@code emulated:ncm+CDC-NOTIF-01+NET-DHCP-06}; {@code emulated:ncm+hostile} has names
 * that attack whoever shows them.
 */
public final class EmulatedAccessoryProvider implements AccessoryProvider {

    /** The part of a spec before the colon. */
    public static final String SCHEME = "emulated";

    private static final Pattern REST = Pattern.compile(
            "(?<kind>ecm|ncm)(?:-(?<number>[1-9]\\d?))?(?:-(?<addressing>dhcp-client|link-local))?(?<faults>(?:\\" + AccessorySpec.VARIANT + "[^+]*)*)");

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public String usage() {
        return "emulated:ecm, emulated:ncm: an accessory made of software, inside this process; "
                + "emulated:ncm-1 up to emulated:ncm-99 have other addresses and names; emulated:ncm-dhcp-client asks "
                + "the host for an IPv4 address, emulated:ncm-link-local claims one; emulated:ncm+CDC-NOTIF-01 breaks "
                + "that rule on purpose; " + EmulatedAwareDevice.usage();
    }

    @Override
    public Accessory create(AccessorySpec spec) {
        return EmulatedAwareDevice.names(spec) ? EmulatedAwareAccessory.of(spec)
                : new InProcessAccessory(spec, device(spec), variants(matcher(spec)).contains(HostileStrings.NAME)
                        ? HostileStrings.console() : new byte[0]);
    }

    @Override
    public List<Listing> list(String where, Duration timeout) {
        if (!where.isEmpty()) {
            throw new IllegalArgumentException("emulated accessories are made where they are used; there is no \""
                    + where + "\" to look at. Name one as emulated:ecm or emulated:ncm");
        }
        List<Listing> listings = new ArrayList<>(List.of(new Listing(new AccessorySpec(SCHEME, "ecm"), "emulated CDC-ECM accessory, high speed"),
                new Listing(new AccessorySpec(SCHEME, "ncm"), "emulated CDC-NCM accessory, high speed")));
        listings.addAll(EmulatedAwareAccessory.listings());
        return listings;
    }

    /**
     * Which function the accessory of {@code spec} has.
     *
     * @throws IllegalArgumentException when the spec is of another form
     */
    public static Model model(AccessorySpec spec) {
        return matcher(spec).group("kind").equals("ecm") ? Model.ECM : Model.NCM;
    }

    private static Matcher matcher(AccessorySpec spec) {
        Matcher matcher = REST.matcher(spec.rest());
        if (!spec.scheme().equals(SCHEME) || !matcher.matches()) {
            throw new IllegalArgumentException("\"" + spec + "\" is no emulated accessory; there are emulated:ecm, "
                    + "emulated:ncm, and emulated:aware-pin with others of Wi-Fi Aware (./lanyard list); with other addresses emulated:ecm-1 to emulated:ncm-99, and with faults such as "
                    + "emulated:ncm+CDC-NOTIF-01");
        }
        return matcher;
    }

    /**
     * The device that {@code spec} names, switched on, for whoever exports it. Every call makes another one.
     *
     * @throws IllegalArgumentException when the spec is of another form, or names a fault that there is not, or not of
     *                                  its function
     */
    public static EmulatedDevice device(AccessorySpec spec) {
        Matcher matcher = matcher(spec);
        int number = matcher.group("number") == null ? 0 : Integer.parseInt(matcher.group("number"));
        Model model = matcher.group("kind").equals("ecm") ? Model.ECM : Model.NCM;
        Addressing addressing = addressing(matcher.group("addressing"));
        List<String> named = variants(matcher);
        List<String> faults = named.stream().filter(name -> !name.equals(HostileStrings.NAME)).toList();
        Defect broken = Faults.defect(faults, model, addressing);
        Defect defect = faults.size() == named.size() ? broken : Defect.all(List.of(new HostileStrings(), broken));
        AccessoryIdentity identity = model == Model.ECM ? AccessoryIdentity.ecm(number) : AccessoryIdentity.ncm(number);
        return new EmulatedAccessory(model, identity.with(addressing), defect);
    }

    private static List<String> variants(Matcher matcher) {
        String variants = matcher.group("faults");
        return variants.isEmpty() ? List.of()
                : List.of(variants.substring(1).split("\\" + AccessorySpec.VARIANT, -1));
    }

    private static Addressing addressing(String name) {
        return name == null ? Addressing.STATIC : Addressing.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
