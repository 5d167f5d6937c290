package io.carestack.acceptance.history;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writers, readers and a witness of the standbys at one database, from the start to the verdict. */
public final class History implements AutoCloseable {
    private final Writers writers;
    private final List<Reader> readers;
    private final Standbys standbys;
    private final int promised;

    private History(Writers writers, List<Reader> readers, Standbys standbys, int promised) {
        this.writers = writers;
        this.readers = readers;
        this.standbys = standbys;
        this.promised = promised;
    }

    /**
     * Starts all of them.
     *
     * @param writes where clients write
     * @param reads where they read, by name
     * @param witness where a role that may see replication reaches the primary
     * @param promised standbys that every commit shall wait for
     */
    public static History start(
            Database writes, Map<String, Database> reads, Database witness, int clients, int promised)
            throws SQLException {
        Writers writers = Writers.start(writes, clients);
        return new History(
                writers,
                reads.entrySet().stream()
                        .map(read -> Reader.start(read.getKey(), read.getValue()))
                        .toList(),
                Standbys.start(witness),
                promised);
    }

    /** How many commits were acknowledged so far. */
    public int count() {
        return writers.count();
    }

    /** Ends all clients and compares what they were told with what the database has. */
    public Judgement judge() throws SQLException {
        close();
        List<Acknowledgement> acknowledged = writers.acknowledged();
        Set<Long> present = writers.present();
        Duration alone = standbys.exposed(acknowledged, promised);
        return new Judgement(
                Verdict.of(acknowledged, present, promised).exposedFor(alone),
                readers.stream()
                        .map(reader -> Hearsay.of(reader, acknowledged, present))
                        .toList());
    }

    /** The verdict, and what the readers say besides. */
    public record Judgement(Verdict verdict, List<Hearsay> readers) {}

    @Override
    public void close() {
        writers.close();
        readers.forEach(Reader::close);
        standbys.close();
    }
}
