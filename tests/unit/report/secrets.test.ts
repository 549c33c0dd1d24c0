/** Secrets in the commands of layers: which texts are taken for one. */
import { describe, expect, it } from 'vitest';
import { MASK, maskCommand, maskPair } from '../../../src/core/report/secrets';

/** Made up, with letters and digits as real ones have them. */
const S = 'SeCrEtVaLuE9xQ2';
const aws = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

const LEAKING = [
  `ENV AWS_SECRET_ACCESS_KEY=${aws}`, `ENV AWS_SECRET_ACCESS_KEY ${aws}`, `RUN aws configure set aws_secret_access_key ${aws}`,
  `RUN export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE`, `RUN mysql -u root -p${S} -e x`, `RUN mysql --password=${S}`,
  `RUN mysql -uroot --password ${S}`, `RUN curl -u admin:${S} https://x`, `RUN curl -uadmin:${S} https://x`, `RUN curl --user admin:${S} x`,
  `RUN curl -H "Authorization: Bearer ${S}" x`, `RUN curl -H 'X-Api-Key: ${S}' x`, `RUN curl -H "PRIVATE-TOKEN: ${S}" x`,
  `RUN curl -H "Cookie: session=${S}" x`, `RUN wget --header="X-JFrog-Art-Api: ${S}" x`, `RUN wget --password=${S} x`,
  `RUN wget --http-password=${S} x`, `RUN pip install --index-url https://user:${S}@pypi.x/simple y`,
  `RUN pip install --extra-index-url=https://${S}@pypi.x/simple y`, `RUN pip config set global.index-url https://u:${S}@h/simple`,
  `RUN npm config set //registry.npmjs.org/:_authToken ${S}`, `RUN npm config set _auth ${S}`, `RUN npm config set //r.x/:_password=${S}`,
  `RUN echo "//registry.npmjs.org/:_authToken=${S}" > .npmrc`, `RUN echo "_auth=${S}" >> .npmrc`, `RUN yarn config set npmAuthToken ${S}`,
  `RUN git clone https://oauth2:${S}@gitlab.com/a/b`, `RUN git clone https://${S}@github.com/a/b`,
  `RUN git config --global url."https://${S}:x-oauth-basic@github.com/".insteadOf "https://github.com/"`,
  `RUN git config --global http.extraHeader "Authorization: Basic ${S}"`, `RUN docker login -u me -p ${S} r.io`,
  `RUN docker login --username me --password ${S}`, `RUN echo ${S} | docker login --password-stdin`, `RUN sshpass -p ${S} ssh x`,
  `RUN sshpass -p${S} ssh x`, `RUN echo "root:${S}" | chpasswd`, `RUN echo root:${S} | chpasswd`, `RUN useradd -p ${S} me`,
  `RUN usermod --password ${S} me`, `RUN PGPASSWORD=${S} psql`, `RUN psql postgresql://u:${S}@h/db`,
  `ENV DATABASE_URL=postgres://u:${S}@h:5432/db`, `ENV DATABASE_URL postgres://u:${S}@h:5432/db`, `ENV REDIS_URL=redis://:${S}@h:6379`,
  `RUN openssl req -passout pass:${S} -x`, `RUN openssl pkcs12 -passin pass:${S}`, `RUN keytool -storepass ${S} -keypass ${S}`,
  `RUN gpg --passphrase ${S} x`, `RUN gpg --batch --passphrase=${S} x`, `RUN ansible-vault --vault-password ${S}`,
  `RUN htpasswd -bc /f user ${S}`, `RUN smbclient -U user%${S} //h/s`, `RUN ldapsearch -w ${S} -x`,
  `RUN composer config http-basic.repo.x user ${S}`, `RUN composer config --global github-oauth.github.com ${S}`,
  `RUN bundle config gems.x.com user:${S}`, `RUN bundle config set --global gems.x.com user:${S}`,
  `RUN dotnet nuget add source x -u me -p ${S} --store-password-in-clear-text`, `RUN nuget sources add -Password ${S}`,
  `RUN gem sources -a https://u:${S}@h`, `RUN gcloud auth activate --key=${S}`, `RUN az login -u me -p ${S}`,
  `RUN az login --service-principal --client-secret ${S}`, `RUN helm repo add --username u --password ${S} x`,
  `RUN twine upload -u __token__ -p ${S}`, `RUN poetry config http-basic.x user ${S}`, `RUN poetry config pypi-token.pypi ${S}`,
  `RUN conda config --add channels https://h/t/${S}/c`, `RUN vault login ${S}`, `RUN vault login token=${S}`, `RUN snyk auth ${S}`,
  `RUN echo '{"password": "${S}"}' > c.json`, `RUN echo '{"auths":{"r":{"auth":"${S}"}}}' > c.json`, `RUN echo "password: ${S}" > c.yml`,
  `RUN echo "machine github.com login me password ${S}" > ~/.netrc`, `RUN echo "db.password=${S}" > p`, `RUN printf 'secret = "${S}"\\n' > t`,
  `RUN <<EOF\ntoken: ${S}\nEOF`, `RUN --mount=type=secret,id=a TOKEN=${S} make`, `ARG NPM_TOKEN=${S}`, `ARG GITHUB_PAT=${S}`,
  `ENV SLACK_WEBHOOK=https://hooks.slack.com/services/T000/B000/${S}`, `ENV SENTRY_DSN=https://${S}@o1.ingest.sentry.io/1`,
  `ENV SECRET_KEY_BASE=${S}`, `ENV JWT=${S}`, `ENV APP_KEY=base64:${S}=`, `ENV PASSPHRASE=${S}`, `ENV PWD_DB=${S}`, `ENV DB_PWD=${S}`,
  `ENV MYSQL_ROOT_PASSWORD=${S}`, `ENV CREDENTIALS=${S}`, `ENV ENCRYPTION_KEY=${S}`, `ENV STRIPE_SK=sk_live_${S}abcdefghij`,
  `ENV X=ghp_0123456789abcdefghijklmnopqrstuvwxyz`,
  `ENV X=github_pat_11ABCDEFG0abcdefghijkl_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW`, `ENV X=glpat-abcdefghij0123456789`,
  `ENV X=xoxb-1234567890-1234567890-abcdefghijklmnop`, `ENV X=AIzaSyA0123456789abcdefghijklmnopqrstuv`,
  `ENV X=npm_0123456789abcdefghijklmnopqrstuvwxyz`, `ENV X=pypi-AgEIcHlwaS5vcmcCJDAwMDAwMDAwLTAwMDAtMDAwMC0wMDAw`,
  `ENV X=SG.abcdefghijklmnopqrstuv.0123456789abcdefghijklmnopqrstuvwxyzABCDEFG`, `ENV X=hvs.CAESIJ0123456789abcdefghij`,
  `ENV X=dckr_pat_abcdefghijklmnopqrstuvwxyz0`, `ENV X=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcDEF123-_x`,
  `ENV X=sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD`, `ENV X=sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789`,
  `ENV X=hf_abcdefghijklmnopqrstuvwxyz01234567`, `ENV X=shpat_0123456789abcdef0123456789abcdef`,
  `ENV X=ya29.a0AfH6SMBabcdefghijklmnopqrstuvwxyz`,
  `ENV X=AccountName=a;AccountKey=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+/abcdefghijklmnopqrstuv==`,
  `ENV X="Server=h;User Id=u;Password=${S};"`, `ENV X="Server=h;Pwd=${S};"`,
  `RUN echo "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE${S}\n-----END OPENSSH PRIVATE KEY-----" > k`,
  `RUN echo "-----BEGIN RSA PRIVATE KEY-----\\nMIIE${S}\\n-----END RSA PRIVATE KEY-----"`, `CMD ["app","--password","${S}"]`,
  `CMD ["app","--token=${S}"]`, `ENTRYPOINT ["mysqld","--init-password=${S}"]`, `HEALTHCHECK CMD curl -H "Authorization: token ${S}" x`,
  `LABEL token="${S}"`, `LABEL com.x.api-key=${S}`, `|1 TOKEN=${S} /bin/sh -c make`, `ADD https://u:${S}@h/x /`,
  `ADD https://h/x?token=${S} /`, `ADD https://s3/x?X-Amz-Signature=${S}&a=b /`, `RUN curl "https://api/x?access_token=${S}"`,
  `RUN curl -d 'client_secret=${S}&a=b' x`, `RUN curl -d '{"api_key":"${S}"}' x`, `RUN curl --oauth2-bearer ${S} x`,
  `RUN curl -b "session=${S}" x`, `RUN rclone config create x s3 secret_access_key ${S}`, `RUN mc alias set x http://h KEY ${S}`,
  `RUN subscription-manager register --username u --password ${S}`, `RUN subscription-manager register --activationkey=${S}`,
  `RUN ["curl","-u","a:${S}","x"]`, `RUN npm login --_auth=${S}`, `RUN export TOKEN="${S}" && x`, `RUN set -x; TOKEN='${S}' ; y`,
  `RUN $env:PASSWORD='${S}'; x`, `RUN setx PASSWORD ${S}`, `RUN SET PASSWORD=${S}&& x`,
];

const PAIRS = [
  `PASSWORD=${S}`, `DATABASE_URL=mysql://u:${S}@h/d`, `CONFIG={"password":"${S}"}`, `JAVA_OPTS=-Dspring.datasource.password=${S} -Xmx1g`,
  `OPTS=--password ${S}`, `NODE_OPTIONS=--token=${S}`, `A_KEY=${S}`, `DSN=https://${S}@sentry.io/1`, `X="Server=h;Password=${S}"`,
];

const INNOCENT = [
  'ENV PATH=/usr/local/sbin:/usr/local/bin', 'ENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D',
  'ENV PYTHON_SHA256=8bfdbd0f8cb3b1a7e8f3b4b1f3e4d5', 'RUN apt-key adv --keyserver hkp://keyserver.ubuntu.com:80 --recv-keys 0xABCDEF',
  'RUN mkdir -p /var/run -p x', 'RUN useradd -u 1000 -g 1000 app', 'RUN chown 1000:1000 x', 'RUN docker run -u 1000:1000 x', 'USER 1000:1000',
  'RUN cp -p a b', 'RUN ssh -p 2222 host', 'RUN tar -xpf a', 'EXPOSE 8080', 'RUN git config --global user.name "A B"',
  'RUN curl -fsSL https://example.com/a@b/c -o x', 'ENV TOKENIZERS_PARALLELISM=false', 'ENV PASSWORD_MIN_LENGTH=8', 'RUN echo "keyboard=us"',
  'ENV KEYMAP=us', 'ENV MONKEY=banana', 'RUN apk add --no-cache openssl', 'RUN npm install passport jsonwebtoken',
  'ENV SSL_CERT_FILE=/etc/ssl/cert.pem', 'ENV SECRET_FILE=/run/secrets/x', 'ENV DB_PASSWORD_FILE=/run/secrets/x',
  'RUN --mount=type=secret,id=token cat /run/secrets/token', 'RUN pip install --index-url https://pypi.org/simple x',
  'RUN npm config set registry https://r.x', 'ENV AUTHOR=me', 'RUN echo "user: root"',
  'RUN echo "deb [signed-by=/usr/share/keyrings/x.gpg] https://h x main"', 'COPY --chown=app:app . .', 'RUN passwd -d root',
  'RUN echo "password policy: strong"', 'HEALTHCHECK CMD curl -f http://localhost:8080', 'RUN sed -i s/a/b/ x', 'ENV PUBLIC_KEY=abc',
  'RUN curl -H "Accept: application/json" x', 'RUN mysql -p', 'RUN psql -p 5432', 'LABEL maintainer="a <a@b.c>"', 'RUN az storage -p 80',
  'RUN helm -p x', 'RUN echo a:b | tr : _', 'RUN bundle config set path vendor', 'RUN yarn config set cache-folder /x',
  'RUN npm config set fetch-retries 5', 'RUN composer config platform.php 8.1', 'ARG TOKEN', 'ARG PASSWORD=', 'ENV NODE_VERSION=20 YARN_KEY=1',
  'RUN echo "me ALL=(ALL) NOPASSWD: ALL"', 'RUN adduser --disabled-password \\\\', 'ENV DOCKER_AUTH_VERSION 1.5.0',
  'RUN curl -H "Cookie: oraclelicense=accept-securebackup-cookie" x', "RUN key='BCA4 3417 C3B4 85DD 128E C6D4 B7B3 B788 A8D3 785C'",
  'RUN docker run -u $(id -u):$(id -g) x', 'ENV A_SECRET=${B}', 'CMD ["x", "--private-key=private.pem"]', 'RUN ldconfig -w x',
  'RUN openssl req -nodes -newkey rsa:2048', 'RUN keytool -import -alias x -file y', 'RUN vault version', 'RUN login -p',
  'RUN poetry config virtualenvs.create false',
];

describe('secrets in commands', () => {
  it.each(LEAKING)('%j is masked', (command) => {
    const { text, count } = maskCommand(command);
    expect(count).toBeGreaterThan(0);
    expect(text).toContain(MASK);
    expect(text).not.toContain(S);
    expect(text).not.toContain(aws);
    // Masking what is masked changes nothing more.
    expect(maskCommand(text).text).toBe(text);
  });

  it.each(PAIRS)('%j of an environment is masked', (pair) => {
    expect(maskPair(pair).text).not.toContain(S);
    expect(maskPair(pair).count).toBeGreaterThan(0);
  });

  it.each(INNOCENT)('%j stays', (command) => {
    expect(maskCommand(command)).toEqual({ text: command, count: 0 });
  });
});
