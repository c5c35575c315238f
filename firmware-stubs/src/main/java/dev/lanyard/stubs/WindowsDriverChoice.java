package dev.lanyard.stubs;

import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.stubs.usb.ControlSeam;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.MicrosoftOs;
import java.util.Optional;

/** Answers the vendor request for the Microsoft OS 2.0 descriptors, by which Windows 10 chooses its NCM driver. */
final class WindowsDriverChoice implements ControlSeam {

    private static final int VENDOR_CODE = 0x4C;
    private static final Bytes SET = MicrosoftOs.descriptorSet(MicrosoftOs.WINNCM, 0);

    /** What the BOS says of it. */
    static final MicrosoftOs.Announcement ANNOUNCEMENT = new MicrosoftOs.Announcement(SET.length(), VENDOR_CODE);

    private final ControlSeam before;

    /** @param before what interferes with requests before this one sees them */
    WindowsDriverChoice(ControlSeam before) {
        this.before = before;
    }

    @Override
    public void attached() {
        before.attached();
    }

    @Override
    public void detached() {
        before.detached();
    }

    @Override
    public Optional<Bytes> unusedEndpoint(int bEndpointAddress) {
        return before.unusedEndpoint(bEndpointAddress);
    }

    @Override
    public Optional<ControlRequest> request(ControlRequest request) {
        return before.request(request).flatMap(left -> {
            if (left.setup().bRequest() == VENDOR_CODE && MicrosoftOs.asksForDescriptorSet(left.setup())) {
                left.reply(SET);
                return Optional.empty();
            }
            return Optional.of(left);
        });
    }
}
