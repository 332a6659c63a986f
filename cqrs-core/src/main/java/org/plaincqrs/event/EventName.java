package org.plaincqrs.event;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The stable name and revision under which an event class is recorded. Without it the simple class
 * name is used; put it there before you rename a class.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventName {
  /** The name in the log, an {@linkplain Identifiers identifier}. */
  String value();

  /** The revision of the payload's shape, from 1. */
  int revision() default 1;
}
