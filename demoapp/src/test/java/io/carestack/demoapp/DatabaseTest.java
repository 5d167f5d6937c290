package io.carestack.demoapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DatabaseTest {

    @Test
    void aUrlKeepsItsHostPathAndParameters() {
        assertThat(new Database("postgresql://u:p%40ss@db:5433/care?sslmode=require").jdbcUrl())
                .isEqualTo("jdbc:postgresql://db:5433/care?sslmode=require");
        assertThat(new Database("postgres://u:p@db/care").jdbcUrl()).isEqualTo("jdbc:postgresql://db/care");
    }

    @Test
    void aDatabaseThatIsNotThereIsAnErrorOnlyWhenUsed() {
        Database database = new Database("postgresql://u:p@127.0.0.1:1/care");

        assertThatThrownBy(database::ping).isInstanceOf(SQLException.class);
    }
}
