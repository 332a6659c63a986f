package org.plaincqrs.jdbc.codec;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.stream.Collectors;
import org.plaincqrs.storage.UnreadablePayloadException;
import org.plaincqrs.storage.UnwritablePayloadException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;

/**
 * The words for what Jackson refuses. They name types and fields, never values: Jackson's own text
 * may hold some, and stays with the cause.
 */
final class PayloadFailures {
  private static final String DAMAGED =
      " Restore the bytes if they are damaged; if the class has changed, ";

  private static final int MAX_FIELDS = 20;
  private static final String TOO_DEEP =
      "it is nested too deep for the stack of this thread; take a thread with a larger one, or a"
          + " lower limit.";

  private PayloadFailures() {}

  /** What can be done where the class does not fit the bytes any more. */
  enum Remedy {
    EVENT(DAMAGED + "give it another revision and upcast this one."),
    /** Documents and answers have no revisions. */
    DOCUMENT(
        DAMAGED
            + "take a boxed type or Optional for its new components, or give a view another type"
            + " name, under which it is built anew."),
    /** Nothing is stored yet. */
    CLASS(
        " Take components that can be read back: records, sealed interfaces, classes that are not"
            + " abstract; or customise the mapper.");

    private final String text;

    Remedy(String text) {
      this.text = text;
    }
  }

  /** Something that this package refused itself, with its own words. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }

  static UnwritablePayloadException unwritable(Type type, RuntimeException e) {
    String why =
        refusal(e, "its class does not suit JSON; see the cause, or customise the mapper.");
    return new UnwritablePayloadException(type.getTypeName(), fields(e) + why, e);
  }

  static UnreadablePayloadException unreadable(String what, Remedy remedy, RuntimeException e) {
    String why = refusal(e, misfit(remedy, e));
    return new UnreadablePayloadException(
        "The payload of " + what + " can't be read: " + fields(e) + why, e);
  }

  private static String misfit(Remedy remedy, RuntimeException e) {
    if (e instanceof StreamConstraintsException) {
      // The only constraint of reading.
      return "it is nested deeper than this codec reads. Give the codec PayloadLimits of a larger"
          + " depth.";
    }
    return e instanceof StreamReadException && !(e instanceof InputCoercionException)
        ? "it is no proper JSON. Restore the bytes, they are damaged."
        : "it does not fit." + remedy.text;
  }

  /** Met under limits that allow more than this thread's stack. */
  static UnwritablePayloadException tooDeepToWrite(Type type, StackOverflowError e) {
    return new UnwritablePayloadException(type.getTypeName(), TOO_DEEP, e);
  }

  /** Met under limits that allow more than this thread's stack. */
  static UnreadablePayloadException tooDeepToRead(String what, StackOverflowError e) {
    return new UnreadablePayloadException(
        "The payload of " + what + " can't be read: " + TOO_DEEP, e);
  }

  static UnreadablePayloadException notAn(String expected, String what, Remedy remedy) {
    return new UnreadablePayloadException(
        "The payload of " + what + " can't be read: it is no " + expected + "." + remedy.text,
        null);
  }

  private static String refusal(Throwable e, String otherwise) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal) {
        return String.valueOf(cause.getMessage());
      }
    }
    return otherwise;
  }

  /** Which field, without the keys of maps, which are values too. */
  private static String fields(RuntimeException e) {
    if (!(e instanceof JacksonException at) || at.getPath().isEmpty()) {
      return "";
    }
    String end = at.getPath().size() > MAX_FIELDS ? "...', " : "', ";
    return at.getPath().stream()
        .limit(MAX_FIELDS)
        .map(PayloadFailures::field)
        .collect(Collectors.joining(".", "at '", end));
  }

  private static String field(JacksonException.Reference reference) {
    Object from = reference.from();
    Class<?> holder = from instanceof Class<?> type ? type : from.getClass();
    if (reference.getPropertyName() == null) {
      return "[" + reference.getIndex() + "]";
    }
    return Map.class.isAssignableFrom(holder) ? "{...}" : reference.getPropertyName();
  }
}
