package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.radio.VirtualAir;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.net.MacAddress;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** Our own stack does what every peer does. */
class NanStackContractTest extends AwarePeerContract {

    private final VirtualAir air = new VirtualAir(7);

    @AfterEach
    void end() {
        air.close();
    }

    @Override
    protected AwarePeer peer() throws Exception {
        NanStack accessory = stack("accessory", 1);
        accessory.publish(AwareService.of(SERVICE).withInfo(INFO).pairing(Set.of(BootstrappingMethod.PIN_DISPLAY),
                OptionalInt.of(7)));
        return stack("phone", 2);
    }

    private NanStack stack(String name, int number) {
        return new NanStack(air.radio(name, Nan.CHANNEL_2_4GHZ), NanSettings.of(name,
                MacAddress.parse("02:11:22:33:44:0" + number), MacAddress.parse("06:11:22:33:44:0" + number), number)
                .withPin(Password.of(PIN)));
    }
}
