package org.distill4j.examples;

import com.google.inject.ProvisionException;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells of failures. A message with a way out ("Maybe …") is all that its reader needs; anything
 * else is a fault of the program and is told with its stack trace.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final int CALLER = CommandLine.ExitCode.USAGE;
  private static final int PROGRAM = CommandLine.ExitCode.SOFTWARE;

  private final PrintStream err;

  Failures(PrintStream err) {
    this.err = err;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    err.println(failure.getMessage());
    err.println("Maybe " + wayOut(failure));
    return CALLER;
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
    Throwable cause = failure;
    while (cause instanceof ProvisionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage());
    if (message.contains("\nMaybe ")) {
      err.println(message);
      return CALLER;
    }
    cause.printStackTrace(err);
    return PROGRAM;
  }
}
