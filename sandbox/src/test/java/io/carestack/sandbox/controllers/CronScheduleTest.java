package io.carestack.sandbox.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronScheduleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/15 * * * * | 2026-03-01T10:07:30Z | 2026-03-01T10:15:00Z",
                "0 2 * * *    | 2026-03-01T10:07:30Z | 2026-03-02T02:00:00Z",
                "30 3 * * sun | 2026-03-02T00:00:00Z | 2026-03-08T03:30:00Z",
                "0 0 1 1 *    | 2026-03-02T00:00:00Z | 2027-01-01T00:00:00Z",
                "0 0 13 * 5   | 2026-03-01T00:00:00Z | 2026-03-06T00:00:00Z",
                "@hourly      | 2026-03-01T10:00:00Z | 2026-03-01T11:00:00Z",
                "5-10/5 1,2 * * 1-5 | 2026-03-06T02:10:00Z | 2026-03-09T01:05:00Z"
            })
    void theNextMomentIsTheFirstThatAllFieldsName(String schedule, String after, String expected) {
        assertThat(new CronSchedule(schedule.strip()).next(ZonedDateTime.parse(after.strip())))
                .contains(ZonedDateTime.parse(expected.strip()));
    }

    @Test
    void aDateThatNeverComesHasNoNextMoment() {
        assertThat(new CronSchedule("0 0 31 2 *").next(ZonedDateTime.parse("2026-03-01T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new CronSchedule("61 * * * *")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CronSchedule("* * *")).isInstanceOf(IllegalArgumentException.class);
    }
}
