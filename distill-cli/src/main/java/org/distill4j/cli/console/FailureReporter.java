package org.distill4j.cli.console;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reports failures. A message with a way out ("Maybe …") is all that its reader needs; anything
 * else is a fault of the program and is told with its stack trace.
 */
public final class FailureReporter
    implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final PrintStream err;

  /**
   * Creates a reporter.
   *
   * @param err where to tell them
   */
  public FailureReporter(PrintStream err) {
    this.err = err;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    err.println(failure.getMessage());
    err.println("Maybe " + wayOut(failure));
    return ExitCode.WRONG.status();
  }

  private static String wayOut(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      return unmatched.getSuggestions().get(0) + " was meant.";
    }
    return failure.getCommandLine().getCommandSpec().qualifiedName() + " --help tells more.";
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof RunEndedException ended) {
      return tell(ended);
    }
    Optional<String> message = withWayOut(failure);
    if (message.isPresent()) {
      err.println(message.get());
      return code(failure).status();
    }
    Optional<String> machine =
        causes(failure).flatMap(cause -> ofMachine(cause).stream()).findFirst();
    if (machine.isPresent()) {
      err.println(machine.get());
      return ExitCode.CANCELLED.status();
    }
    failure.printStackTrace(err);
    return ExitCode.FAULT.status();
  }

  private int tell(RunEndedException ended) {
    if (ended.code() == ExitCode.FAULT && ended.getCause() != null) {
      ended.getCause().printStackTrace(err);
    }
    err.println(ended.getMessage());
    return ended.code().status();
  }

  private static ExitCode code(Exception failure) {
    return failure instanceof UncheckedIOException ? ExitCode.CANCELLED : ExitCode.WRONG;
  }

  /**
   * Reports an error of the virtual machine.
   *
   * @param failure the failure
   * @return what it means, with a way out; empty for other failures
   */
  public static Optional<String> ofMachine(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return Optional.of(
          "The memory is used up: "
              + failure.getMessage()
              + ".\n"
              + "Maybe give more of it by java -Xmx, or make batch-size or micro-batch-size"
              + " smaller.");
    } else if (failure instanceof StackOverflowError) {
      return Optional.of(
          "The stack is used up, by what is nested too deep.\n"
              + "Maybe give more of it by java -Xss, or a file is not what it should be.");
    } else if (failure instanceof InternalError) {
      return Optional.of(
          "A file that is mapped into memory can no longer be read: "
              + failure.getMessage()
              + ".\n"
              + "Maybe another program shortened it (data, weights, a teacher's cache), or its disk"
              + " is gone.");
    }
    return Optional.empty();
  }

  /**
   * Reports an error of the virtual machine, outside of a training, which reports what it saved.
   *
   * @param failure the failure
   * @return the exit code
   * @throws VirtualMachineError the failure, if nothing is known of it
   */
  public int tell(VirtualMachineError failure) {
    err.println(ofMachine(failure).orElseThrow(() -> failure));
    return ExitCode.CANCELLED.status();
  }

  /**
   * Returns the message with advice that is nearest to the cause, as wiring and threads wrap
   * exceptions.
   *
   * @param failure the failure
   * @return the message; empty if none has a way out
   */
  public static Optional<String> withWayOut(Throwable failure) {
    return causes(failure)
        .map(cause -> String.valueOf(cause.getMessage()))
        .filter(message -> message.contains("\nMaybe "))
        .reduce((outer, inner) -> inner);
  }

  /** A failure and what caused it, which may be what another thread threw. */
  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }
}
