package dev.gyre.event;

import dev.gyre.event.ModelEar.Token;

/** A hook whose verdict follows from the token, so that a model can tell it. */
record Guard(int salt, Registration registration) {

    private static final int REPLACED = 1_000_000;

    enum Does {
        PASS,
        VETO,
        REPLACE,
        PUBLISH,
        THROW,
        RETHROW
    }

    static Does on(int salt, Token token) {
        int dice = Math.floorMod(token.id() * 31 + salt * 17, 20);
        return switch (dice) {
            case 0 -> Does.VETO;
            case 1 -> Does.REPLACE;
            case 2 -> Does.PUBLISH;
            case 3 -> onFailure(salt) == OnHookFailure.RETHROW ? Does.RETHROW : Does.THROW;
            default -> Does.PASS;
        };
    }

    static OnHookFailure onFailure(int salt) {
        return salt % 2 == 0 ? OnHookFailure.VETO : OnHookFailure.RETHROW;
    }

    static Token replaced(Token token) {
        return new Token(token.id() + REPLACED, token.key());
    }
}
