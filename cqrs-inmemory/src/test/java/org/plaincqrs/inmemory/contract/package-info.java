/**
 * The contract kit run against the in-memory storage, and against storages broken on purpose:
 * nothing else lives here.
 */
@NullMarked
package org.plaincqrs.inmemory.contract;

import org.jspecify.annotations.NullMarked;
