package io.carestack.acceptance;

/** A stage on which pods run. */
interface LiveStage extends TestStage {

    /** Ends the server of a container as a crash does. */
    void crash(Space space, String pod, String container);

    /** An application image that can be pulled: it listens on port 3001 and answers below /api/health. */
    String image();

    /** An image that cannot be pulled. */
    String missingImage();
}
