// Apollo Client 4
import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client'

const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: new HttpLink({
    uri: 'https://api.doitong.com/graphql',
    headers: { authorization: 'Bearer YOUR_API_KEY' },
  }),
})

const CREATE_VIDEO = gql`
  mutation CreateVideo($input: VideoCreateInput!) {
    videoCreate(input: $input) {
      id
      status
      videoUrl
    }
  }
`

const { data } = await client.mutate({
  mutation: CREATE_VIDEO,
  variables: { input: { prompt: 'Beautiful sunset over ocean', model: 'luma', duration: 9 } },
})
console.log(data.videoCreate.id, data.videoCreate.status)
