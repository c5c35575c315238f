package dev.lanyard.runner.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StepRecordsTest {

    record Question(String text) {}

    record Reply(String text) {}

    static final class Plain implements Step<Question, Reply> {
        @Override
        public Reply run(Question arguments, StepContext context) {
            return new Reply(arguments.text());
        }
    }

    /** Names its type parameters the other way round, so that position alone would mislead. */
    abstract static class Reversed<R extends Record, A extends Record> implements Step<A, R> {}

    abstract static class Asking<X extends Record> extends Reversed<X, Question> {}

    static final class Inherited extends Asking<Step.Nothing> {
        @Override
        public Nothing run(Question arguments, StepContext context) {
            return new Nothing();
        }
    }

    static final class Open<A extends Record> implements Step<A, Reply> {
        @Override
        public Reply run(A arguments, StepContext context) {
            return new Reply("");
        }
    }

    @Test
    void recordsAreThoseThatTheClassNames() {
        assertEquals(Question.class, new Plain().arguments());
        assertEquals(Reply.class, new Plain().result());
    }

    @Test
    void recordsAreFoundThroughClassesBetween() {
        assertEquals(Question.class, new Inherited().arguments());
        assertEquals(Step.Nothing.class, new Inherited().result());
    }

    @Test
    void aRecordThatIsLeftOpenIsNamedInTheError() {
        String message = assertThrows(IllegalStateException.class, () -> new Open<Question>().arguments()).getMessage();
        assertTrue(message.contains("Open") && message.contains("arguments") && message.contains("named A"), message);
    }
}
