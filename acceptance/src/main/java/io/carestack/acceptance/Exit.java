package io.carestack.acceptance;

/** How a program of this module ends when it fails: threads of its clients would keep it alive. */
public final class Exit {
    private Exit() {}

    /** Ends the process with code 1 when this thread does not get to the end of its work. */
    public static void onFailure() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            System.exit(1);
        });
    }
}
