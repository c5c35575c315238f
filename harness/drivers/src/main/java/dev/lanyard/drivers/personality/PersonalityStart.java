package dev.lanyard.drivers.personality;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.ClassRequest;
import dev.lanyard.wire.usb.MicrosoftOs;
import dev.lanyard.wire.usb.SetupPacket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Plays the moves of a {@link Personality} on an accessory. */
public final class PersonalityStart {

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(2);
    private static final int STRING_READ = 255;

    private final CdcDriver driver;
    private final Duration within;

    private PersonalityStart(CdcDriver driver, Duration within) {
        this.driver = driver;
        this.within = within;
    }

    /**
     * Sets the personality's options and plays its moves. Frames pass afterwards, once the accessory says that its link
     * is up.
     *
     * @param within bounds each alternate setting's selection
     * @param clock  nanoseconds
     * @return when the last selection of an alternate setting began: a notification since then answers it
     */
    public static long play(Personality personality, CdcDriver driver, Duration within, LongSupplier clock)
            throws UsbException, InterruptedException {
        driver.options(personality.options());
        PersonalityStart start = new PersonalityStart(driver, within);
        long selected = clock.getAsLong();
        for (Move move : personality.moves()) {
            selected = move instanceof Move.Select ? clock.getAsLong() : selected;
            start.play(move);
        }
        return selected;
    }

    private void play(Move move) throws UsbException, InterruptedException {
        switch (move) {
            case Move.Select select -> driver.selectAlternate(select.alternate(), within);
            case Move.Pause pause -> Thread.sleep(pause.time());
            case Move.Request request -> request(request);
            case Move.MicrosoftOsDescriptors _ -> microsoftOsDescriptors();
        }
    }

    private void request(Move.Request move) throws UsbException, InterruptedException {
        if (driver.function().ncm().filter(ncm -> ncm.has(move.capability())).isEmpty()) {
            return;
        }
        ClassRequest request = move.request() == CdcRequest.SET_CRC_MODE
                ? ClassRequest.setCrcMode(driver.controlInterface(), move.value())
                : ClassRequest.getMaxDatagramSize(driver.controlInterface());
        ask(request.setup(), request.data());
    }

    private void microsoftOsDescriptors() throws UsbException, InterruptedException {
        Optional<MicrosoftOs.Announcement> announced = driver.report().bos().flatMap(MicrosoftOs::announced);
        if (announced.isPresent()) {
            ask(MicrosoftOs.getDescriptorSet(announced.get()), Bytes.EMPTY);
            return;
        }
        Optional<Bytes> string = ask(MicrosoftOs.getString(STRING_READ), Bytes.EMPTY);
        Optional<Integer> code = string.flatMap(MicrosoftOs::vendorCode);
        if (code.isPresent()) {
            ask(MicrosoftOs.getCompatibleIds(code.get(), STRING_READ), Bytes.EMPTY);
        }
    }

    private Optional<Bytes> ask(SetupPacket setup, Bytes data) throws UsbException, InterruptedException {
        try {
            return Optional.of(driver.connection().control(setup, data, REQUEST_LIMIT));
        } catch (UsbException e) {
            if (e.error() != UsbError.STALL && e.error() != UsbError.TIMEOUT) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
