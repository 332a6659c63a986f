package org.plaincqrs.dispatch;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that handles the class of its only parameter. It stands for {@code implements
 * ICommandHandler<A, ..>, ICommandHandler<B, ..>}, which Java's erasure forbids on one class.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Handles {}
