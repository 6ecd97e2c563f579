package io.nvvideo.compat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What is logged as a warning or worse between start and stop. */
final class Warnings extends AbstractAppender {
    private final List<String> messages = new CopyOnWriteArrayList<>();

    Warnings() {
        super("warnings", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void start() {
        super.start();
        ((Logger) LogManager.getRootLogger()).addAppender(this);
    }

    @Override
    public void stop() {
        ((Logger) LogManager.getRootLogger()).removeAppender(this);
        super.stop();
    }

    @Override
    public void append(LogEvent event) {
        if (event.getLevel().isMoreSpecificThan(Level.WARN)) {
            messages.add(event.getMessage().getFormattedMessage());
        }
    }

    List<String> messages() {
        return messages;
    }
}
